(() => {
  const search = byId("search"), help = byId("help");
  const pane = evidencePane(async (link, from, to) => {
    const page = byId(link.dataset.page), text = page.querySelector(".text").cloneNode(true);
    const cited = all(".b", text).filter((block) => Number(block.dataset.start) < to && from < Number(block.dataset.end));
    for (const block of cited) block.replaceChildren(...marked(block.textContent, Number(block.dataset.start), from, to));
    return { name: page.dataset.name, place: page.querySelector("summary .dim").textContent, blocks: Array.from(text.children) };
  });

  function nextStory(change) {
    const list = all(".story").filter(visible);
    let index = -1;
    list.forEach((s, i) => { if (s.getBoundingClientRect().top < 90) index = i; });
    const story = within(list, index + change);
    if (!story) return;
    story.scrollIntoView({ block: "start", behavior: "instant" });
    story.focus({ preventScroll: true });
  }

  function unfold(fold) {
    if (fold && !fold.open) { fold.open = true; fold.dataset.unfolded = "search"; }
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const holds = (node) => { const text = node.textContent.toLowerCase(); return words.every((w) => text.includes(w)); };
    let lines = 0;
    for (const story of all(".story")) {
      let any = !words.length;
      for (const line of all(".line", story)) {
        const hit = !words.length || holds(line);
        line.classList.toggle("off", !hit);
        if (hit && words.length) { any = true; lines += 1; unfold(line.closest("details")); }
      }
      if (words.length && holds(story.querySelector("h1"))) any = true;
      for (const part of all("section", story)) {
        const own = all(".line", part);
        part.classList.toggle("off", words.length > 0 && own.length > 0 && own.every((l) => l.classList.contains("off")));
      }
      story.classList.toggle("off", !any);
      const entry = document.querySelector(`.index a[href="#${story.id}"]`);
      if (entry) entry.parentElement.classList.toggle("off", !any);
    }
    if (!words.length) all("[data-unfolded]").forEach((fold) => { fold.open = false; delete fold.dataset.unfolded; });
    byId("found").textContent = words.length ? `${lines} ${lines === 1 ? "line" : "lines"}` : "";
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") {
      if (document.activeElement === search) { search.value = ""; filter(); search.blur(); } else if (pane.shown()) pane.close();
      return;
    }
    if (event.target.closest("input, textarea, select")) return;
    const act = { j: () => nextStory(1), k: () => nextStory(-1), n: () => pane.next(1), p: () => pane.next(-1),
      "/": () => search.focus(), "?": () => help.showModal() }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  window.addEventListener("beforeprint", () => all(".story details").forEach((d) => { d.open = true; }));
  document.querySelector(".find").addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", filter);
  byId("help-open").addEventListener("click", () => help.showModal());
})();

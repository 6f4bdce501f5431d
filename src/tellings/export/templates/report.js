"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const pane = byId("pane"), paneText = byId("pane-text"), search = byId("search"), help = byId("help");
  let current = null, opener = null;

  const visible = (node) => node.offsetParent !== null;
  const cites = () => all("main .cite").filter(visible);
  const stories = () => all(".story").filter(visible);

  function markIn(block, from, to) {
    const start = Number(block.dataset.start), chars = Array.from(block.textContent);
    const a = Math.max(0, from - start), b = Math.min(chars.length, to - start);
    if (a >= b) return null;
    const mark = document.createElement("mark");
    mark.textContent = chars.slice(a, b).join("");
    block.replaceChildren(chars.slice(0, a).join(""), mark, chars.slice(b).join(""));
    return mark;
  }

  // The text is set anew when the pane opens or closes: the line that was asked for stays where it stood, and in sight.
  function keep(link, change) {
    const top = link.getBoundingClientRect().top;
    change();
    if (!visible(link)) return;
    window.scrollBy({ top: link.getBoundingClientRect().top - top, behavior: "instant" });
    link.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
    const beyond = link.getBoundingClientRect().bottom - pane.getBoundingClientRect().top + 12;
    if (!pane.hidden && window.matchMedia("(max-width: 860px)").matches && beyond > 0) window.scrollBy({ top: beyond, behavior: "instant" });
  }

  function open(link) {
    const page = byId(link.dataset.page);
    if (!page) return;
    const from = Number(link.dataset.start ?? -1), to = Number(link.dataset.end ?? -1);
    paneText.replaceChildren(...Array.from(page.querySelector(".text").children, (node) => node.cloneNode(true)));
    byId("pane-name").textContent = page.dataset.name;
    byId("pane-place").textContent = page.querySelector("summary .dim").textContent;
    keep(link, () => { document.body.classList.add("reading"); pane.hidden = false; });
    if (current) current.removeAttribute("aria-current");
    current = link.classList.contains("cite") ? link : null;
    if (current) current.setAttribute("aria-current", "true");
    let first = null;
    for (const block of all(".b", paneText)) {
      if (Number(block.dataset.start) < to && from < Number(block.dataset.end)) first = markIn(block, from, to) || first;
      if (first && Number(block.dataset.start) >= to) break;
    }
    const target = paneText.querySelector("mark");
    if (target) target.scrollIntoView({ block: "center", behavior: "instant" });
    else paneText.scrollTop = 0;
  }

  function close() {
    keep(opener || document.body, () => { pane.hidden = true; document.body.classList.remove("reading"); });
    if (current) current.removeAttribute("aria-current");
    if (opener && visible(opener)) opener.focus({ preventScroll: true });
    current = opener = null;
  }

  function step(list, index, change) {
    if (!list.length) return null;
    return list[Math.max(0, Math.min(list.length - 1, index + change))];
  }

  function nextEvidence(change) {
    const list = cites();
    let index = current ? list.indexOf(current) : -1;
    if (index < 0) {
      const below = list.findIndex((c) => c.getBoundingClientRect().top > 60);
      index = (below < 0 ? list.length : below) - (change > 0 ? 1 : 0);
    }
    const link = step(list, index, change);
    if (!link) return;
    opener = link;
    open(link);
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "center", behavior: "instant" });
  }

  function nextStory(change) {
    const list = stories();
    let index = -1;
    list.forEach((s, i) => { if (s.getBoundingClientRect().top < 90) index = i; });
    const story = step(list, index, change);
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

  document.addEventListener("click", (event) => {
    const link = event.target.closest(".cite, a.open");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    opener = link;
    open(link);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") {
      if (document.activeElement === search) { search.value = ""; filter(); search.blur(); } else if (!pane.hidden) close();
      return;
    }
    if (event.target.closest("input, textarea, select")) return;
    const act = { j: () => nextStory(1), k: () => nextStory(-1), n: () => nextEvidence(1), p: () => nextEvidence(-1),
      "/": () => search.focus(), "?": () => help.showModal() }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  window.addEventListener("beforeprint", () => all(".story details").forEach((d) => { d.open = true; }));
  document.querySelector(".find").addEventListener("submit", (event) => event.preventDefault());
  search.addEventListener("input", filter);
  byId("pane-close").addEventListener("click", close);
  byId("pane-next").addEventListener("click", () => nextEvidence(1));
  byId("pane-prev").addEventListener("click", () => nextEvidence(-1));
  byId("help-open").addEventListener("click", () => help.showModal());
})();

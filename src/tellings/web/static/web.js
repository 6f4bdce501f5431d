"use strict";
(() => {
  const search = byId("search"), help = byId("help");
  const texts = new Map();
  let going = false;

  async function textOf(page) {
    if (!texts.has(page)) {
      const answer = await fetch(`/pages/${page}/text`, { headers: { accept: "application/json" }, credentials: "same-origin" });
      if (!answer.ok) throw new Error(String(answer.status));
      texts.set(page, await answer.json());
    }
    return texts.get(page);
  }

  function blockOf(block, from, to) {
    const node = make("p", `b ${block.role}${block.part ? " inner" : ""}`);
    node.title = block.role === "body" ? "" : block.role;
    if (block.hidden) { node.append(make("i", "", "a commenter’s name is left out")); return node; }
    node.append(...marked(block.text, block.start, from, to));
    return node;
  }

  const pane = byId("pane") && evidencePane(async (link, from, to) => {
    const page = await textOf(link.dataset.page);
    return { name: page.name, place: page.day, blocks: page.blocks.map((block) => blockOf(block, from, to)) };
  });

  function step(change) {
    const list = all("[data-step], .story > header, .story > section, main > section").filter(visible);
    let index = -1;
    list.forEach((node, i) => { if (node.getBoundingClientRect().top < 100) index = i; });
    const held = list.findIndex((node) => node.contains(document.activeElement));
    const target = within(list, (held >= 0 ? held : index) + change);
    if (!target) return;
    target.scrollIntoView({ block: "start", behavior: "instant" });
    const link = target.matches("[data-step]") ? target.querySelector("a") : target;
    if (link === target) target.tabIndex = -1;
    link.focus({ preventScroll: true });
  }

  function go(key) {
    const link = document.querySelector(`.parts a[data-key="${CSS.escape(key)}"]`);
    if (link) link.click();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") {
      if (event.target.closest("input, textarea, select")) event.target.blur();
      else if (pane?.shown()) pane.close();
      return;
    }
    if (event.target.closest("input, textarea, select")) return;
    if (going) { going = false; go(event.key); return; }
    const act = { j: () => step(1), k: () => step(-1), n: () => pane?.next(1), p: () => pane?.next(-1),
      g: () => { going = true; }, c: () => document.querySelector("[data-key-c]")?.click(),
      "/": () => { if (search) { search.focus(); search.select(); } }, "?": () => help.showModal() }[event.key];
    if (act) { event.preventDefault(); act(); }
  });
  window.addEventListener("beforeprint", () => all("main details").forEach((d) => { d.open = true; }));
  const opened = byId("help-open");
  opened.hidden = false;
  opened.addEventListener("click", () => help.showModal());
  const narrow = window.matchMedia("(max-width: 860px)");
  const fold = () => all(".filters").forEach((d) => { d.open = !narrow.matches; });
  fold();
  narrow.addEventListener("change", fold);
  all("select[data-send]").forEach((s) => s.addEventListener("change", () => s.form.requestSubmit()));
})();

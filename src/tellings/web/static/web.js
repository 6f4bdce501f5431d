"use strict";
(() => {
  const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
  const byId = (id) => document.getElementById(id);
  const pane = byId("pane"), paneText = byId("pane-text"), search = byId("search"), help = byId("help");
  const texts = new Map();
  let current = null, opener = null, going = false, asked = 0;

  const visible = (node) => node.offsetParent !== null;
  const cites = () => all("main .cite").filter(visible);
  const make = (name, className, text) => {
    const node = document.createElement(name);
    if (className) node.className = className;
    if (text !== undefined) node.textContent = text;
    return node;
  };

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
    const chars = Array.from(block.text), a = Math.max(0, from - block.start), b = Math.min(chars.length, to - block.start);
    if (a >= b) { node.textContent = block.text; return node; }
    node.append(chars.slice(0, a).join(""), make("mark", "", chars.slice(a, b).join("")), chars.slice(b).join(""));
    return node;
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

  async function open(link) {
    const turn = ++asked, from = Number(link.dataset.start ?? -1), to = Number(link.dataset.end ?? -1);
    let page;
    try { page = await textOf(link.dataset.page); } catch { window.location.assign(link.href); return; }
    if (turn !== asked) return;
    paneText.replaceChildren(...page.blocks.map((block) => blockOf(block, from, to)));
    byId("pane-name").textContent = page.name;
    byId("pane-place").textContent = page.day;
    byId("pane-link").setAttribute("href", link.getAttribute("href"));
    keep(link, () => { document.body.classList.add("reading"); pane.hidden = false; });
    if (current) current.removeAttribute("aria-current");
    current = link.classList.contains("cite") ? link : null;
    if (current) current.setAttribute("aria-current", "true");
    const target = paneText.querySelector("mark");
    if (target) target.scrollIntoView({ block: "center", behavior: "instant" });
    else paneText.scrollTop = 0;
  }

  function close() {
    asked += 1;
    keep(opener || document.body, () => { pane.hidden = true; document.body.classList.remove("reading"); });
    if (current) current.removeAttribute("aria-current");
    if (opener && visible(opener)) opener.focus({ preventScroll: true });
    current = opener = null;
  }

  const within = (list, index) => (list.length ? list[Math.max(0, Math.min(list.length - 1, index))] : null);

  function nextEvidence(change) {
    if (!pane) return;
    const list = cites();
    let index = current ? list.indexOf(current) : -1;
    if (index < 0) {
      const below = list.findIndex((c) => c.getBoundingClientRect().top > 60);
      index = (below < 0 ? list.length : below) - (change > 0 ? 1 : 0);
    }
    const link = within(list, index + change);
    if (!link) return;
    opener = link;
    open(link);
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "center", behavior: "instant" });
  }

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

  if (pane) {
    document.addEventListener("click", (event) => {
      const link = event.target.closest("[data-page]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      opener = link;
      open(link);
    });
    byId("pane-close").addEventListener("click", close);
    byId("pane-next").addEventListener("click", () => nextEvidence(1));
    byId("pane-prev").addEventListener("click", () => nextEvidence(-1));
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === "Escape") {
      if (event.target.closest("input, textarea, select")) event.target.blur();
      else if (pane && !pane.hidden) close();
      return;
    }
    if (event.target.closest("input, textarea, select")) return;
    if (going) { going = false; go(event.key); return; }
    const act = { j: () => step(1), k: () => step(-1), n: () => nextEvidence(1), p: () => nextEvidence(-1),
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

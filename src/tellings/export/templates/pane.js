"use strict";
// What the report and the application share: short names for the page, and the pane that shows a cited passage in its text.
const all = (selector, root = document) => Array.from(root.querySelectorAll(selector));
const byId = (id) => document.getElementById(id);
const visible = (node) => node.offsetParent !== null;
const within = (list, index) => (list.length ? list[Math.max(0, Math.min(list.length - 1, index))] : null);
const make = (name, className, text) => {
  const node = document.createElement(name);
  if (className) node.className = className;
  if (text !== undefined) node.textContent = text;
  return node;
};

// A block's text with the part of it marked that lies between two offsets of its document; as it is where none does.
function marked(text, start, from, to) {
  const chars = Array.from(text), a = Math.max(0, from - start), b = Math.min(chars.length, to - start);
  return a < b ? [chars.slice(0, a).join(""), make("mark", "", chars.slice(a, b).join("")), chars.slice(b).join("")] : [text];
}

// `read` gives a page for a link and two offsets ({ name, place, blocks }), or rejects where it cannot: then the link is followed.
function evidencePane(read) {
  const pane = byId("pane"), text = byId("pane-text"), way = byId("pane-link");
  let current = null, opener = null, asked = 0;

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
    const turn = ++asked;
    opener = link;
    let page;
    try { page = await read(link, Number(link.dataset.start ?? -1), Number(link.dataset.end ?? -1)); } catch { window.location.assign(link.href); return; }
    if (turn !== asked) return;
    text.replaceChildren(...page.blocks);
    byId("pane-name").textContent = page.name;
    byId("pane-place").textContent = page.place;
    if (way) way.setAttribute("href", link.getAttribute("href"));
    keep(link, () => { document.body.classList.add("reading"); pane.hidden = false; });
    if (current) current.removeAttribute("aria-current");
    current = link.classList.contains("cite") ? link : null;
    if (current) current.setAttribute("aria-current", "true");
    const target = text.querySelector("mark");
    if (target) target.scrollIntoView({ block: "center", behavior: "instant" });
    else text.scrollTop = 0;
  }

  function close() {
    asked += 1;
    keep(opener || document.body, () => { pane.hidden = true; document.body.classList.remove("reading"); });
    if (current) current.removeAttribute("aria-current");
    if (opener && visible(opener)) opener.focus({ preventScroll: true });
    current = opener = null;
  }

  function next(change) {
    const list = all("main .cite").filter(visible);
    let index = current ? list.indexOf(current) : -1;
    if (index < 0) {
      const below = list.findIndex((c) => c.getBoundingClientRect().top > 60);
      index = (below < 0 ? list.length : below) - (change > 0 ? 1 : 0);
    }
    const link = within(list, index + change);
    if (!link) return;
    open(link);
    link.focus({ preventScroll: true });
    link.scrollIntoView({ block: "center", behavior: "instant" });
  }

  // A line with many passages shows the first of each page; the button behind them shows the rest.
  document.addEventListener("click", (event) => {
    const more = event.target.closest(".more");
    if (!more || !more.nextElementSibling || !more.closest(".cites")) return;
    const rest = more.nextElementSibling;
    rest.hidden = !rest.hidden;
    more.setAttribute("aria-expanded", String(!rest.hidden));
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-page]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link);
  });
  byId("pane-close").addEventListener("click", close);
  byId("pane-next").addEventListener("click", () => next(1));
  byId("pane-prev").addEventListener("click", () => next(-1));
  return { close, next, shown: () => !pane.hidden };
}

// Pages of the projector. What does not fit at the smallest type that is read from six metres is shown a part at a time,
// cut between lines, rows and cards. Pages go round by themselves until somebody turns one by hand: with the keys of
// this screen (a presenter sends Page Up and Page Down) or from the control page in the same browser.

const STAYS = 15000; // ms that a page is seen before the next one comes by itself
const TURNS = { ArrowRight: 1, PageDown: 1, ArrowLeft: -1, PageUp: -1 };
const WHOLE = "li:not(:has(li)), tr, table, figure, p, section, dl, .etika-row, .etika-card, .etika-case, .etika-options, .etika-top, .etika-statement";
const SMALL = 0.3; // of a page: what is smaller is cut only if nothing else is left
const FULL = 0.5; // of a page: larger things are cut rather than leave more than this empty
const LEADS = "h1, h2, h3, dt, thead, caption, figcaption, tr:has(> th[scope=col]), .etika-caption, .etika-label, .etika-row-label, .etika-top";

/** What should not be cut, as [top, bottom] from the top of the content. @param {HTMLElement} content @param {number} height of a page */
function pieces(content, height) {
  const origin = content.getBoundingClientRect().top, line = parseFloat(getComputedStyle(content).fontSize) * 1.5;
  /** @type {number[][]} */
  const lines = [], whole = [];
  const walker = document.createTreeWalker(content, NodeFilter.SHOW_TEXT), range = document.createRange();
  while (walker.nextNode()) {
    if (!walker.currentNode.textContent?.trim() || walker.currentNode.parentElement?.closest(".etika-hidden")) continue;
    range.selectNodeContents(walker.currentNode);
    for (const { top, bottom } of range.getClientRects()) lines.push([top - origin, bottom - origin]);
  }
  for (const node of content.querySelectorAll(`${WHOLE}, ${LEADS}`)) {
    if (node.closest(".etika-hidden")) continue;
    const { top, bottom } = node.getBoundingClientRect(), leads = node.matches(LEADS) && bottom - top < height * SMALL;
    const end = bottom - top <= height ? bottom + (leads ? line : 0) : top + 2 * line; // of what is too large, the beginning stays whole
    whole.push([top - origin, end - origin]);
  }
  const small = whole.filter(([top, bottom]) => bottom - top < height * SMALL);
  return [[...lines, ...whole], [...lines, ...small], lines];
}

/** Where pages begin, and where the last one ends. @param {HTMLElement} content @param {number} height */
function cuts(content, height) {
  const kinds = pieces(content, height), end = content.scrollHeight;
  const before = (/** @type {number[][]} */ kept, /** @type {number} */ from) => {
    let cut = from + height;
    for (let crossed; (crossed = kept.find(([top, bottom]) => top < cut - 0.5 && bottom > cut + 0.5 && top > from + 0.5)); ) cut = crossed[0];
    return cut;
  };
  const found = [0];
  while (end - found[found.length - 1] > height + 1) {
    const from = found[found.length - 1], tried = kinds.map((kept) => before(kept, from));
    found.push(tried.find((cut) => cut > from + height * FULL) || tried[tried.length - 1]);
  }
  return [...found, end];
}

/** @param {{root: HTMLElement, stage: HTMLElement, content: HTMLElement, told: (page: number, pages: number) => void}} place */
export function createPages({ root, stage, content, told }) {
  let page = 0, held = false, timer = 0, at = [0, 0];
  /** @type {BroadcastChannel | null} */
  let line = null;
  const count = () => at.length - 1;

  function show() {
    const pages = count();
    content.style.transform = page ? `translateY(${-at[page]}px)` : "";
    content.style.clipPath = pages > 1 ? `inset(${at[page]}px -8px ${Math.max(0, at[pages] - at[page + 1])}px)` : "";
    told(page, pages);
    if (line) line.postMessage({ page, pages });
  }
  function wait() {
    clearTimeout(timer);
    if (count() > 1 && !held) timer = window.setTimeout(() => move(1), STAYS);
  }
  const move = (/** @type {number} */ by) => {
    page = (page + by + count()) % count();
    show();
    wait();
  };
  const turn = (/** @type {number} */ by) => {
    held = held || count() > 1;
    move(by);
  };

  return {
    /** @param {boolean} needed whether one page is too small */
    lay(needed) {
      const before = JSON.stringify(at), alone = count() < 2;
      root.classList.toggle("etika-projector-paged", needed);
      content.style.transform = "";
      const { paddingTop, paddingBottom } = getComputedStyle(stage);
      at = needed ? cuts(content, stage.clientHeight - parseFloat(paddingTop) - parseFloat(paddingBottom)) : [0, 0];
      page = Math.min(page, count() - 1);
      show();
      if (JSON.stringify(at) !== before && alone !== count() < 2) wait();
    },
    /** Something else is on the screen: from its first page on, going round by itself. */
    first() {
      [page, held, at] = [0, false, [0, 0]];
      show();
    },
    /** @param {string} key @returns {boolean} whether this key turned a page */
    pressed(key) {
      const by = count() > 1 && TURNS[/** @type {"PageUp"} */ (key)];
      if (by) turn(by);
      return !!by;
    },
    /** Lets the control page in this browser turn pages. @param {string} code of the class */
    listen(code) {
      if (line || !window.BroadcastChannel) return;
      line = new BroadcastChannel(`etika:layar:${code}`);
      line.onmessage = ({ data }) => (data.ask ? show() : data.turn && turn(data.turn));
    },
    stop() {
      clearTimeout(timer);
      if (line) line.postMessage({ page: 0, pages: 1 });
      if (line) line.close();
    },
  };
}

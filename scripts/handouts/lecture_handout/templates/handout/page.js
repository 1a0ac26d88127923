/// <reference lib="dom" />
// Runs in every handout, which works without it too: figures come to life, code can be copied.
(() => {
  document.documentElement.classList.add("js");

  /** What scrolls by itself must be in reach of the keyboard. */
  function reachScrollers() {
    for (const box of document.querySelectorAll("pre, .scroll, .formula, .still, .live")) {
      if (box.scrollWidth > box.clientWidth + 1) {
        box.setAttribute("tabindex", "0");
        box.setAttribute("role", "group");
        if (!box.hasAttribute("aria-label")) box.setAttribute("aria-label", "Scrolls sideways");
      } else if (box.getAttribute("role") === "group") {
        for (const name of ["tabindex", "role", "aria-label"]) box.removeAttribute(name);
      }
    }
  }

  for (const button of /** @type {NodeListOf<HTMLElement>} */ (
    document.querySelectorAll("button.copy")
  )) {
    button.addEventListener("click", async () => {
      await copy(button.parentElement?.querySelector("pre")?.textContent ?? "", button);
      button.textContent = "Copied";
      setTimeout(() => {
        button.textContent = "Copy";
      }, 1500);
    });
  }

  /** @param {string} text @param {HTMLElement} button */
  async function copy(text, button) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // A file opened from disk may lack the clipboard's permission.
      const area = document.createElement("textarea");
      area.value = text;
      area.className = "skip";
      button.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
      button.focus();
    }
  }

  /** @type {Promise<void> | undefined} */
  let library;

  /** Unpacks Vega once, when the first figure needs it. */
  async function unpack() {
    const packed = document.getElementById("library")?.textContent ?? "";
    const bytes = Uint8Array.from(atob(packed.trim()), (c) => c.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    const script = document.createElement("script");
    script.textContent = await new Response(stream).text();
    document.head.append(script);
  }

  /** @param {Element} figure */
  async function wake(figure) {
    library ??= unpack();
    await library;
    const spec = JSON.parse(figure.querySelector("script")?.textContent ?? "");
    const live = document.createElement("div");
    const view = document.createElement("div");
    const controls = document.createElement("div");
    live.className = "live";
    view.className = "view";
    controls.className = "controls";
    live.append(view, controls);
    figure.append(live);
    // ast: Vega interprets its expressions, so the page needs no right to compile code.
    const options = { ast: true, renderer: "svg", actions: false, bind: controls };
    try {
      // @ts-expect-error the library defines it
      await globalThis.vegaEmbed(view, spec, options);
      figure.classList.add("awake");
    } catch (error) {
      live.remove();
      console.error(error);
    }
    reachScrollers();
  }

  const watcher = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        watcher.unobserve(target);
        wake(target);
      }
    },
    { rootMargin: "400px" },
  );
  for (const figure of document.querySelectorAll("figure.figure")) watcher.observe(figure);

  // On paper nothing opens on click.
  /** @type {HTMLDetailsElement[]} */
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details")].filter((fold) => !fold.open);
    for (const fold of opened) fold.open = true;
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
  });

  if (innerWidth < 1100) document.querySelector(".contents details")?.removeAttribute("open");
  addEventListener("resize", reachScrollers);
  document.addEventListener("toggle", reachScrollers, true);
  // Formulas take another width once their fonts are unpacked.
  document.fonts.ready.then(reachScrollers);
  reachScrollers();
})();

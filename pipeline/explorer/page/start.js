// Starts the page: the reader's language and theme, then the view of the address.
function start() {
  const wanted = remembered("language") || (navigator.language || "es").slice(0, 2);
  language = LANGUAGES.includes(wanted) ? wanted : "en";
  document.documentElement.lang = language;
  const theme = remembered("theme");
  if (theme) document.documentElement.dataset.theme = theme;
  window.addEventListener("hashchange", () => render());
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => render(true));
  window.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select");
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) { event.preventDefault(); byId("search-box").focus(); }
  });
  render();
  performance.mark("first-view");
  if ("requestIdleCallback" in window) requestIdleCallback(() => foldedActions(), {timeout: 3000});
}
start();

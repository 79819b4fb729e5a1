// The terminal measures its cells once, when it is made: the fonts must be there before it.
window.addEventListener("load", async () => {
  document.getElementById("again").addEventListener("click", () => window.location.reload());
  const face = '14px "Roboto Mono"';
  await Promise.allSettled([document.fonts.load(face), document.fonts.load(`bold ${face}`)]);
  const script = document.createElement("script");
  script.src = "/static/textual.js";
  // It waits for a load event that has been by now.
  script.addEventListener("load", () => window.onload(new Event("load")));
  document.head.append(script);
});

// Keys go to what has the focus: the terminal, or the button once this tab no longer watches.
function focusWhatTakesKeys() {
  const closed = document.body.classList.contains("-closed");
  document.querySelector(closed ? "#again" : ".xterm-helper-textarea")?.focus();
}

// A browser's own error page says nothing of fwdash.
async function watchAgain() {
  try {
    await fetch("/");
    window.location.reload();
  } catch {
    document.querySelector(".closed p").textContent =
      "fwdash serve has ended: start it anew and open the address that it prints.";
  }
}

// The terminal measures its cells once, when it is made: the fonts must be there before it.
window.addEventListener("load", async () => {
  document.getElementById("again").addEventListener("click", watchAgain);
  const face = '14px "Roboto Mono"';
  await Promise.allSettled([document.fonts.load(face), document.fonts.load(`bold ${face}`)]);
  const script = document.createElement("script");
  script.src = "/static/textual.js";
  script.addEventListener("load", () => {
    // It waits for a load event that has been by now.
    window.onload(new Event("load"));
    focusWhatTakesKeys();
    window.addEventListener("focus", focusWhatTakesKeys);
    new MutationObserver(focusWhatTakesKeys).observe(document.body, { attributeFilter: ["class"] });
  });
  document.head.append(script);
});

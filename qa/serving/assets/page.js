// Only says that an answer is being looked for; asking works without it.
"use strict";
const busy = document.getElementById("busy");
document.getElementById("ask")?.addEventListener("submit", () => {
  if (busy) busy.textContent = "Looking for an answer …";
});
addEventListener("pageshow", () => { if (busy) busy.textContent = ""; });
document.getElementById("at")?.focus({ preventScroll: true });

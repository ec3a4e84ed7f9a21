// A release: switches for the marks in the text, and highlighting of the speaker of a quote.
"use strict";
(() => {
  const text = document.querySelector(".text");
  for (const box of document.querySelectorAll("[data-shows]")) {
    const set = () => text.classList.toggle("no-" + box.dataset.shows, !box.checked);
    box.addEventListener("change", set);
    set();
  }
  function point(event, on) {
    const quote = event.target.closest?.(".quote");
    const words = quote?.dataset.speaker && document.getElementById(quote.dataset.speaker);
    if (words) words.classList.toggle("speaks", on);
  }
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    text.addEventListener(name, (event) => point(event, on));
  }
  // Escape closes what focus has opened
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") document.activeElement?.blur();
  });
})();

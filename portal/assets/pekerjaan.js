// A job that runs: its page follows by itself. Without it the page is loaded again every three seconds.
"use strict";
(() => {
  const part = document.querySelector("[data-bagian]");
  const told = document.querySelector("[data-kabar]");
  const news = new EventSource(part.dataset.bagian);
  let state = part.querySelector("[data-keadaan]").textContent;

  const show = (event) => {
    part.innerHTML = JSON.parse(event.data);
    const now = part.querySelector("[data-keadaan]").textContent;
    if (now !== state) told.textContent = now;
    state = now;
  };
  news.addEventListener("kabar", show);
  news.addEventListener("selesai", (event) => {
    news.close();
    show(event);
  });
})();

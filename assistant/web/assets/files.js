// What every page does with files in the browser: they are read here, never uploaded to a folder, and downloads are
// made from what the server answered. And the words that screen readers hear.
(() => {
  "use strict";

  const BYTES_A_MEGABYTE = 1024 * 1024;

  const UNREADABLE = "Ce fichier ne peut pas être lu : il a peut-être été déplacé ou modifié. Choisissez-le de nouveau.";

  const announce = (text) => {
    const place = document.getElementById("announcer");
    if (place && text && place.textContent !== text) place.textContent = text;
  };

  const readable = (size) =>
    size < BYTES_A_MEGABYTE
      ? `${Math.max(1, Math.round(size / 1024))} Ko`
      : `${(size / BYTES_A_MEGABYTE).toFixed(1).replace(".", ",")} Mo`;

  const limit = () => Number(document.querySelector(".review-form")?.dataset.megabytes ?? 15);

  const tooBig = (file) =>
    file.size > limit() * BYTES_A_MEGABYTE
      ? `Le fichier pèse ${readable(file.size)}, plus que les ${limit()} Mo admis : allégez-en les images ou découpez-le.`
      : "";

  const read = (file) =>
    new Promise((resolve, reject) => {
      const reader = new FileReader();
      reader.onload = () => resolve({ name: file.name, data: String(reader.result).split(",")[1] ?? "" });
      reader.onerror = () => reject(reader.error);
      reader.readAsDataURL(file);
    });

  // `place` is where the reason stands when there is no file.
  const save = (answer, place) => {
    if (!answer) return "";
    const file = JSON.parse(answer);
    const words = document.querySelector(place);
    if (words) words.textContent = file.problem ?? "";
    if (file.problem) return "";
    const bytes = Uint8Array.from(atob(file.data), (letter) => letter.charCodeAt(0));
    const address = URL.createObjectURL(new Blob([bytes], { type: file.type }));
    const link = document.createElement("a");
    link.href = address;
    link.download = file.name;
    link.hidden = true;
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(address), 10000);
    announce(`Téléchargé : ${file.name}`);
    return "";
  };

  // A file that misses the form must not replace the page.
  for (const name of ["dragover", "drop"]) {
    document.addEventListener(name, (event) => {
      if (event.dataTransfer?.types?.includes("Files")) event.preventDefault();
    });
  }

  window.juryFiles = { announce, read, readable, save, tooBig, UNREADABLE };
})();

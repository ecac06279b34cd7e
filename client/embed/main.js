// Registers the elements `<offprint-article>` and `<offprint-list>`, for other people's pages and for the frame.

import { EmbeddedArticle, EmbeddedList } from "./element.js";
import { fillFrame, resizeFrame } from "./frame.js";

if (!customElements.get("offprint-article")) {
  customElements.define("offprint-article", EmbeddedArticle);
  customElements.define("offprint-list", EmbeddedList);
  addEventListener("message", resizeFrame);
}

if (document.documentElement.hasAttribute("data-offprint-frame")) fillFrame();

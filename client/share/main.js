// Handing articles over: the app loads this script when a reader wants to. Here are dialogs, codes, and files in all forms;
// what is believed the app decides.

import { carriedBytes, carriedFiles } from "./carried.js";
import { embed } from "./embed.js";
import { offer } from "./offer.js";
import { open } from "./open.js";

// The app finds it here in a site and in a portable edition, in whose document the two are scripts side by side.
self.offprint = Object.assign(self.offprint || {}, { share: { offer, open, embed, carriedFiles, carriedBytes } });

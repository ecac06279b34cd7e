// Provides dialogs, QR codes and files for sharing. The app loads this script when the reader opens a dialog; the app
// itself decides what to trust.

import { carriedBytes, carriedFiles } from "./carried.js";
import { embed } from "./embed.js";
import { saveLinked } from "./linked-file.js";
import { offer } from "./offer.js";
import { open } from "./open.js";
import { fileOutcome, reader, readerState, savedArticle } from "./records.js";

// The app finds these functions here, both in a site and in a portable edition, whose document holds the two scripts
// side by side.
const share = { offer, open, embed, saveLinked, carriedFiles, carriedBytes };
self.offprint = Object.assign(self.offprint || {}, { share, fileOutcome, reader, readerState, savedArticle });

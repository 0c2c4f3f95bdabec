import { createHmac, timingSafeEqual } from "node:crypto";

export function isGenuine(webhook, privateSalt) {
  const hmac = createHmac("sha1", privateSalt).update(String(webhook.documentId));
  const expected = Buffer.from(hmac.digest("hex"));
  const sent = Buffer.from(String(webhook.mac));
  return sent.length === expected.length && timingSafeEqual(sent, expected);
}

import { createHmac, timingSafeEqual } from "node:crypto";

// The whole body as it came (a Buffer, before JSON.parse), sent within the last five minutes.
export function isSigned(headers, body, privateSalt) {
  const id = headers["webhook-id"];
  const timestamp = headers["webhook-timestamp"];
  if (!/^[0-9]{1,12}$/.test(timestamp) || Math.abs(Date.now() / 1000 - timestamp) > 300) {
    return false;
  }
  const hmac = createHmac("sha256", privateSalt).update(`${id}.${timestamp}.`).update(body);
  const expected = `v1,${hmac.digest("base64")}`;
  return String(headers["webhook-signature"]).split(" ").some((sent) => isSame(sent, expected));
}

// The document id alone.
export function isGenuine(webhook, privateSalt) {
  const hmac = createHmac("sha1", privateSalt).update(String(webhook.documentId));
  return isSame(String(webhook.mac), hmac.digest("hex"));
}

function isSame(sent, expected) {
  const one = Buffer.from(sent);
  const other = Buffer.from(expected);
  return one.length === other.length && timingSafeEqual(one, other);
}

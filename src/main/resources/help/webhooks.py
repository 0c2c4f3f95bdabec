import base64
import hashlib
import hmac
import re
import time


# The whole body as it came (bytes, before json.loads), sent within the last five minutes.
def is_signed(headers, body, private_salt):
    timestamp = headers.get("webhook-timestamp", "")
    if not re.fullmatch("[0-9]{1,12}", timestamp) or abs(time.time() - int(timestamp)) > 300:
        return False
    message = f"{headers.get('webhook-id', '')}.{timestamp}.".encode() + body
    code = hmac.new(private_salt.encode(), message, hashlib.sha256).digest()
    expected = b"v1," + base64.b64encode(code)
    signatures = headers.get("webhook-signature", "").split(" ")
    return any(hmac.compare_digest(sent.encode(), expected) for sent in signatures)


# The document id alone.
def is_genuine(webhook, private_salt):
    document_id = str(webhook.get("documentId")).encode()
    expected = hmac.new(private_salt.encode(), document_id, hashlib.sha1).hexdigest()
    return hmac.compare_digest(expected.encode(), str(webhook.get("mac")).encode())

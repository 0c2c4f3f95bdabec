import hashlib
import hmac


def is_genuine(webhook, private_salt):
    document_id = str(webhook.get("documentId")).encode()
    expected = hmac.new(private_salt.encode(), document_id, hashlib.sha1).hexdigest()
    return hmac.compare_digest(expected.encode(), str(webhook.get("mac")).encode())

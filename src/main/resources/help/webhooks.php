<?php

// The whole body as it came (php://input, before json_decode), sent within the last five minutes.
function isSigned(array $headers, string $body, string $privateSalt): bool
{
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    if (!preg_match('/^[0-9]{1,12}$/D', $timestamp) || abs(time() - (int) $timestamp) > 300) {
        return false;
    }
    $code = hash_hmac('sha256', "$id.$timestamp.$body", $privateSalt, true);
    $genuine = false;
    foreach (explode(' ', $headers['webhook-signature'] ?? '') as $sent) {
        $genuine = hash_equals('v1,' . base64_encode($code), $sent) || $genuine;
    }
    return $genuine;
}

// The document id alone.
function isGenuine(array $webhook, string $privateSalt): bool
{
    $expected = hash_hmac('sha1', (string) ($webhook['documentId'] ?? ''), $privateSalt);
    return hash_equals($expected, (string) ($webhook['mac'] ?? ''));
}

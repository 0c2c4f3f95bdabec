<?php

function isGenuine(array $webhook, string $privateSalt): bool
{
    $expected = hash_hmac('sha1', (string) ($webhook['documentId'] ?? ''), $privateSalt);
    return hash_equals($expected, (string) ($webhook['mac'] ?? ''));
}

package io.saltgate.overview;

import io.saltgate.apiaccess.ApiStatus;
import io.saltgate.usage.CallSummary;
import io.saltgate.webhooks.endpoints.Endpoint;
import io.saltgate.whitelist.WhitelistEntry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How an account is, at one moment. It holds no secret.
 *
 * @param ending entries of the whitelist that end within {@link AccountOverviews#SOON}, the soonest first
 */
public record AccountOverview(
        Instant at, ApiStatus api, CallSummary calls, List<Endpoint> endpoints, List<WhitelistEntry> ending) {

    /** How long after it was enabled an API that nobody has called yet counts as new: calls are kept for that long. */
    private static final Duration NEW = Duration.ofDays(30);

    /** How long the page goes on to say that the first call has arrived. */
    private static final Duration FRESH = Duration.ofHours(24);

    public AccountOverview {
        endpoints = List.copyOf(endpoints);
        ending = List.copyOf(ending);
    }

    /** The API's data while it is enabled; empty while it is off. */
    public Optional<ApiStatus.Enabled> findEnabled() {
        return api instanceof ApiStatus.Enabled enabled ? Optional.of(enabled) : Optional.empty();
    }

    public boolean isOn() {
        return findEnabled().isPresent();
    }

    public boolean isPaused() {
        return findEnabled().filter(ApiStatus.Enabled::paused).isPresent();
    }

    /** Whether a call was allowed since the API was enabled. */
    public boolean isFirstCallMade() {
        Instant allowed = calls.lastAllowedAt();
        return allowed != null
                && findEnabled()
                        .filter(enabled -> !allowed.isBefore(enabled.enabled().at()))
                        .isPresent();
    }

    /** Whether someone has copied the current token, or made calls with it. */
    public boolean isTokenCopied() {
        return isFirstCallMade()
                || findEnabled()
                        .filter(enabled -> enabled.tokenCopied() != null)
                        .isPresent();
    }

    /** Whether the page leads to the first call: until it arrives, and for a day to say that it has. */
    public boolean isStarting() {
        return !isOn() || isEnabledWithin(isFirstCallMade() ? FRESH : NEW);
    }

    private boolean isEnabledWithin(Duration time) {
        return findEnabled()
                .filter(enabled -> enabled.enabled().at().isAfter(at.minus(time)))
                .isPresent();
    }

    /** The endpoints that are on and whose every attempt fails. */
    public List<Endpoint> failing() {
        return endpoints.stream()
                .filter(endpoint -> endpoint.isOn() && endpoint.failingSince() != null)
                .toList();
    }

    /** The endpoints that were switched off by themselves, or with the API. */
    public List<Endpoint> asleep() {
        return endpoints.stream()
                .filter(endpoint -> !endpoint.isOn() && endpoint.offReason() != Endpoint.OffReason.MEMBER)
                .toList();
    }

    public long endpointsOn() {
        return endpoints.stream().filter(Endpoint::isOn).count();
    }

    /** Whether someone reported a token that works as leaked. */
    public boolean isTokenReported() {
        return findEnabled()
                .filter(enabled -> enabled.reported() != null
                        || enabled.overlap() != null && enabled.overlap().reported() != null)
                .isPresent();
    }

    /** Whether the account wants a newer token by now. */
    public boolean isTokenOld() {
        return findEnabled().filter(enabled -> enabled.age().isOver()).isPresent();
    }

    /** Whether nothing of the account asks for a look. */
    public boolean isCalm() {
        return !isPaused()
                && !isTokenReported()
                && !isTokenOld()
                && failing().isEmpty()
                && asleep().isEmpty()
                && ending.isEmpty()
                && findEnabled().filter(enabled -> enabled.overlap() != null).isEmpty();
    }
}

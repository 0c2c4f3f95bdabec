package io.saltgate.api;

import java.util.List;

/** The resources whose calls the OpenAPI document describes, in its order. A test finds one that is missing. */
public final class ApiResources {

    public static final List<Class<?>> ALL = List.of(
            AccountResource.class,
            AccountsResource.class,
            AccountBatchesResource.class,
            ClosedAccountsResource.class,
            MembersResource.class,
            ConsoleLinksResource.class,
            AccountApiResource.class,
            IpWhitelistResource.class,
            WebhooksResource.class,
            WebhookTargetsResource.class,
            EventsResource.class,
            DeliveriesResource.class,
            UsageResource.class,
            OperatorEventsResource.class,
            MetricsResource.class,
            OwnIpWhitelistResource.class,
            OwnWebhooksResource.class,
            OwnDeliveriesResource.class,
            OwnUsageResource.class,
            TokenReportsResource.class);

    private ApiResources() {}
}

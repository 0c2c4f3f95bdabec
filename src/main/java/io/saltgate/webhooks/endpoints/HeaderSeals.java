package io.saltgate.webhooks.endpoints;

import io.saltgate.platform.crypto.Sealing;
import io.saltgate.platform.db.SealedTable;
import jakarta.enterprise.context.Dependent;
import java.util.List;

/** The sealed headers of webhook endpoints, for the rotation of keys. */
@Dependent
public class HeaderSeals extends SealedTable {

    public HeaderSeals() {
        super("webhook headers", "webhook_header", "sealed", List.of("account_id", "endpoint_id", "name"), List.of());
    }

    @Override
    protected Sealing.Place place(Row row) {
        return EndpointHeader.place(id(row, 0), id(row, 1), row.key().get(2));
    }
}

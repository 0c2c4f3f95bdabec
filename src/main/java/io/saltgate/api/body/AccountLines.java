package io.saltgate.api.body;

import io.saltgate.api.schema.Field;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Accounts to create or change, each of which is checked and done by itself. */
public record AccountLines(
        @Field(value = "1 to 1,000 accounts, each once.", elements = AccountLine.class, maxItems = 1_000)
        List<JsonNode> accounts) {}

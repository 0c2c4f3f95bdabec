package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A member of an account. */
public record MemberData(
        @Field(value = "The member's id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id,

        @Field(value = "The email address.", example = "dev@example.org")
        String email,

        @Field(value = "The name.", example = "Dev Example") String name,

        @Field(
                value = "The role.",
                example = "developer",
                oneOf = {"owner", "admin", "developer", "auditor"})
        String role,

        @Field(value = "Whether signing in takes a second factor.", example = "true")
        boolean secondFactor,

        @Field(value = "Whether the address is proved to be the member's.", example = "true")
        boolean verified,

        @Field(value = "Whether the member comes by console links alone, which decide of the role.", example = "false")
        boolean guest,

        @Field(value = "When the member joined.", example = "2026-01-31T12:00:00Z")
        Instant joinedAt,

        @Field(value = "When the member was last here; null for never.", example = "2026-02-28T12:00:00Z") @Nullable
        Instant lastSeenAt)
        implements Data {}

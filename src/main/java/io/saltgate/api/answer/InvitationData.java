package io.saltgate.api.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.saltgate.api.schema.Field;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** An invitation that is open. Its text has no link in it. */
public record InvitationData(
        @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
        String id,

        @Field(value = "Who is invited.", example = "dev@example.org")
        String email,

        @Field(
                value = "The role that it gives.",
                example = "developer",
                oneOf = {"owner", "admin", "developer", "auditor"})
        String role,

        @Field(value = "When it ends.", example = "2026-02-07T12:00:00Z")
        Instant expiresAt,

        @Field(
                value = "The link with which the person joins: works once, for seven days, and is given only here."
                        + " Only in the answer to the call that invites, and not if the link is sent by mail.",
                example = "https://saltgate.example.org/invitation/4f9c2e",
                sometimes = true)
        @JsonInclude(JsonInclude.Include.NON_NULL)
        @Nullable
        String invitationLink)
        implements Data {

    @Override
    public String toString() {
        return "invitation " + id;
    }
}

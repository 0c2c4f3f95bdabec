package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Some members of an account. */
public record MemberPage(
        @Field("Up to a hundred members, owners first.") List<MemberData> members,

        @Field("Invitations that are open, the oldest first. On the first page alone.")
        List<InvitationData> invitations,

        @Field(
                value = "For the next call, as `cursor`; null at the end.",
                example = "01890a5d-ac96-774b-bcce-b302099a8057")
        @Nullable
        String nextCursor)
        implements Data {}

package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.answer.InvitationData;
import io.saltgate.api.answer.MemberData;
import io.saltgate.api.answer.MemberPage;
import io.saltgate.api.answer.RemovedMember;
import io.saltgate.api.body.NewMember;
import io.saltgate.api.body.NewRole;
import io.saltgate.api.idempotency.AnswerGone;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.api.schema.Operation;
import io.saltgate.api.schema.Parameter;
import io.saltgate.operator.AccountTeam;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.web.ErrorCode;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.team.Invitation;
import io.saltgate.team.MemberDirectory;
import io.saltgate.team.Members;
import io.saltgate.team.Role;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Serves {@code /accounts/{slug}/members}: invites people, lists members, changes roles and removes members. */
@Path("/accounts/{slug}/members")
@RequestScoped
public class MembersResource {

    private final AccountTeam team;
    private final Members members;
    private final MemberDirectory directory;
    private final PublicUrl publicUrl;
    private final IdempotencyKeys keys;

    @SuppressWarnings("NullAway") // for the container's proxies, which call nothing on it; RESTEasy wants it public
    public MembersResource() {
        this(null, null, null, null, null);
    }

    @Inject
    public MembersResource(
            AccountTeam team, Members members, MemberDirectory directory, PublicUrl publicUrl, IdempotencyKeys keys) {
        this.team = team;
        this.members = members;
        this.directory = directory;
        this.publicUrl = publicUrl;
        this.keys = keys;
    }

    /** Lists members, owners first; the first page has the open invitations too. */
    @GET
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "listMembers",
            tag = ApiTags.TEAM,
            summary = "List members and open invitations",
            description = "Lists members, owners first. The first page has the open invitations too.",
            parameters =
                    @Parameter(
                            name = "cursor",
                            description = "`nextCursor` of the page before.",
                            example = "01890a5d-ac96-774b-bcce-b302099a8057"),
            answer = MemberPage.class,
            errors = ErrorCode.CURSOR_INVALID)
    public Response list(@Context HttpServletRequest request, @QueryParam("cursor") @DefaultValue("") String cursor) {
        Caller caller = AccountsResource.caller(request);
        UUID after = cursor.isEmpty() ? null : Exchange.parseId(cursor).orElseThrow(AccountsResource::invalidCursor);
        MemberDirectory.Slice slice = directory.getSlice(caller, after);
        List<Invitation> invitations = after == null ? team.listInvitations(caller) : List.of();
        return Answers.ok(new MemberPage(
                slice.members().stream().map(MembersResource::data).toList(),
                invitations.stream().map(invitation -> data(invitation, null)).toList(),
                slice.next() == null ? null : slice.next().toString()));
    }

    @POST
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "inviteMember",
            tag = ApiTags.TEAM,
            summary = "Invite someone",
            description =
                    "Invites a person with a role. Where mail is configured, Saltgate sends the link to the address;"
                            + " otherwise the answer has `invitationLink`, which is given once: a repetition with the"
                            + " same `Idempotency-Key` is 409 `idempotency.answer.gone`. Another invitation of the"
                            + " same address takes the place of the first.",
            body = NewMember.class,
            status = 201,
            answer = InvitationData.class,
            idempotent = true,
            errors = {
                ErrorCode.ACCOUNT_MEMBER_ALREADY,
                ErrorCode.TEAM_INVITATIONS_FULL,
                ErrorCode.EMAIL_INVALID,
                ErrorCode.ROLE_INVALID
            })
    public Response invite(@Context HttpServletRequest request, InputStream entity) {
        JsonCall<NewMember> call = JsonCall.required(request, entity, NewMember.class);
        String typed = call.body().email();
        EmailAddress email = EmailAddress.parse(typed)
                .orElseThrow(() -> CallRefused.unprocessable(
                        "email.invalid", "email is no email address; it was " + Typed.quote(typed)));
        return keys.serve(
                request,
                call.bytes(),
                new Invite(
                        AccountsResource.caller(request),
                        email,
                        role(call.body().role())));
    }

    private final class Invite implements IdempotentCall<Response> {

        private final Caller caller;
        private final EmailAddress email;
        private final Role role;

        Invite(Caller caller, EmailAddress email, Role role) {
            this.caller = caller;
            this.email = email;
            this.role = role;
        }

        @Override
        public Done<Response> perform() {
            AccountTeam.Invited invited = team.invite(caller, email, role);
            String link = invited.token()
                    .map(token -> publicUrl.of("/invitation/" + token.reveal()))
                    .orElse(null);
            int created = Response.Status.CREATED.getStatusCode();
            return Done.once(
                    Answers.success(created, data(invited.invitation(), link)).build(), created);
        }

        @Override
        public Response repeat(Earlier call) {
            throw new AnswerGone();
        }
    }

    @PATCH
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "changeMember",
            tag = ApiTags.TEAM,
            summary = "Change a member's role",
            description =
                    "Gives a member another role. The member's next click has its rights. An account always has an"
                            + " owner.",
            body = NewRole.class,
            answer = MemberData.class,
            errors = {ErrorCode.TEAM_LAST_OWNER, ErrorCode.TEAM_ROLE_BY_LINK, ErrorCode.ROLE_INVALID})
    public Response change(@Context HttpServletRequest request, @PathParam("id") String id, InputStream entity) {
        Role role =
                role(JsonCall.required(request, entity, NewRole.class).body().role());
        Caller caller = AccountsResource.caller(request);
        UUID user = WebhooksResource.id(id);
        team.changeRole(caller, user, role);
        return Answers.ok(data(members.get(caller, user)));
    }

    /** Removes a member, or withdraws an invitation. */
    @DELETE
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    @Operation(
            id = "removeMember",
            tag = ApiTags.TEAM,
            summary = "Remove a member, or withdraw an invitation",
            description =
                    "Removes the member, or withdraws the open invitation, that has this id. An account always has"
                            + " an owner.",
            answer = RemovedMember.class,
            errors = ErrorCode.TEAM_LAST_OWNER)
    public Response remove(@Context HttpServletRequest request, @PathParam("id") String id) {
        team.remove(AccountsResource.caller(request), WebhooksResource.id(id));
        return Answers.ok(new RemovedMember(id));
    }

    static Role role(String text) {
        return Arrays.stream(Role.values())
                .filter(role -> Answers.word(role).equals(text))
                .findFirst()
                .orElseThrow(() -> CallRefused.unprocessable(
                        "role.invalid", "role is owner, admin, developer or auditor; it was " + Typed.quote(text)));
    }

    private static MemberData data(Members.View member) {
        return new MemberData(
                member.userId().toString(),
                member.email(),
                member.name(),
                Answers.word(member.role()),
                member.secondFactor(),
                member.proved(),
                member.guest(),
                Answers.time(member.joinedAt()),
                member.lastSeenAt());
    }

    private static InvitationData data(Invitation invitation, @Nullable String link) {
        return new InvitationData(
                invitation.id().toString(),
                invitation.email(),
                Answers.word(invitation.role()),
                Answers.time(invitation.expiresAt()),
                link);
    }
}

package io.saltgate.api;

import io.saltgate.accounts.Caller;
import io.saltgate.api.idempotency.AnswerGone;
import io.saltgate.api.idempotency.IdempotentCall;
import io.saltgate.operator.AccountTeam;
import io.saltgate.operator.OperatorScope;
import io.saltgate.platform.SharedJson;
import io.saltgate.platform.web.Exchange;
import io.saltgate.platform.web.PublicUrl;
import io.saltgate.team.Invitation;
import io.saltgate.team.MemberDirectory;
import io.saltgate.team.Members;
import io.saltgate.team.Role;
import io.saltgate.users.EmailAddress;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Inject;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
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
import java.util.Locale;
import java.util.UUID;

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
    public Response list(@Context HttpServletRequest request, @QueryParam("cursor") @DefaultValue("") String cursor) {
        Caller caller = AccountsResource.caller(request);
        UUID after = cursor.isEmpty() ? null : Exchange.parseId(cursor).orElseThrow(AccountsResource::invalidCursor);
        MemberDirectory.Slice slice = directory.getSlice(caller, after);
        JsonArrayBuilder list = SharedJson.createArrayBuilder();
        slice.members().forEach(member -> list.add(json(member)));
        JsonArrayBuilder invitations = SharedJson.createArrayBuilder();
        if (after == null) {
            team.listInvitations(caller).forEach(invitation -> invitations.add(json(invitation)));
        }
        return Answers.ok(Answers.add(
                SharedJson.createObjectBuilder().add("members", list).add("invitations", invitations),
                "nextCursor",
                slice.next()));
    }

    @POST
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response invite(@Context HttpServletRequest request, InputStream entity) {
        byte[] bytes = JsonBody.readBytes(request, entity);
        JsonBody body = JsonBody.parseRequired(request, bytes, "email", "role");
        EmailAddress email = EmailAddress.parse(body.text("email"))
                .orElseThrow(() -> CallRefused.unprocessable(
                        "email.invalid", "email is no email address; it was " + Typed.quote(body.text("email"))));
        return keys.serve(request, bytes, new Invite(AccountsResource.caller(request), email, role(body.text("role"))));
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
            JsonObjectBuilder data = json(invited.invitation());
            if (invited.token().isPresent()) {
                String path = "/invitation/" + invited.token().get().reveal();
                data.add("invitationLink", publicUrl.of(path));
            }
            int created = Response.Status.CREATED.getStatusCode();
            return Done.once(Answers.success(created, data).build(), created);
        }

        @Override
        public Response repeat(Earlier call) {
            throw new AnswerGone();
        }
    }

    @PATCH
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response change(@Context HttpServletRequest request, @PathParam("id") String id, InputStream entity) {
        Role role = role(JsonBody.read(request, entity, "role").text("role"));
        Caller caller = AccountsResource.caller(request);
        UUID user = WebhooksResource.id(id);
        team.changeRole(caller, user, role);
        return Answers.ok(json(members.get(caller, user)));
    }

    /** Removes a member, or withdraws an invitation. */
    @DELETE
    @Path("/{id}")
    @NeedsScope(OperatorScope.ACCOUNTS)
    public Response remove(@Context HttpServletRequest request, @PathParam("id") String id) {
        team.remove(AccountsResource.caller(request), WebhooksResource.id(id));
        return Answers.ok(SharedJson.createObjectBuilder().add("id", id));
    }

    private static Role role(String text) {
        return Arrays.stream(Role.values())
                .filter(role -> text(role).equals(text))
                .findFirst()
                .orElseThrow(() -> CallRefused.unprocessable(
                        "role.invalid", "role is owner, admin, developer or auditor; it was " + Typed.quote(text)));
    }

    private static String text(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static JsonObjectBuilder json(Members.View member) {
        JsonObjectBuilder object = SharedJson.createObjectBuilder()
                .add("id", member.userId().toString())
                .add("email", member.email())
                .add("name", member.name())
                .add("role", text(member.role()))
                .add("secondFactor", member.secondFactor())
                .add("joinedAt", Answers.time(member.joinedAt()));
        return Answers.add(object, "lastSeenAt", member.lastSeenAt());
    }

    private static JsonObjectBuilder json(Invitation invitation) {
        return SharedJson.createObjectBuilder()
                .add("id", invitation.id().toString())
                .add("email", invitation.email())
                .add("role", text(invitation.role()))
                .add("expiresAt", Answers.time(invitation.expiresAt()));
    }
}

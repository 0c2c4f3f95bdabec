import client.ApiClient;
import client.ApiException;
import client.api.AccountsApi;
import client.api.ApiAccessApi;
import client.api.IpWhitelistApi;
import client.api.TeamApi;
import client.api.WhoAmIApi;
import client.model.AccountData;
import client.model.AddedEntriesEntry;
import client.model.EntryBody;
import client.model.IssuedSecrets;
import client.model.NewAccount;
import client.model.NewEntries;
import client.model.NewEntriesEntriesInner;
import client.model.NewMember;
import client.model.Problem;
import client.model.WhitelistDataEntry;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.function.Consumer;

/** What a product does with a generated client: makes an account ready for its customer. Each line says what came. */
public final class Provision {

    private Provision() {}

    /** @param args the API's address, an operator key, and a slug that is free */
    public static void main(String[] args) throws ApiException {
        ApiClient operator = client(args[0], request -> request.header("Authorization", "Bearer " + args[1]));
        String slug = args[2];

        AccountsApi accounts = new AccountsApi(operator);
        NewAccount wanted = new NewAccount().name("Customer 4711").slug(slug);
        AccountData created = accounts.createAccount(wanted, "create-" + slug).getData();
        say("created", created.getSlug(), created.getSuspended());
        say("again", accounts.createAccount(wanted, "create-" + slug).getData().getId().equals(created.getId()));

        TeamApi team = new TeamApi(operator);
        NewMember owner = new NewMember().email("owner@" + slug + ".example").role(NewMember.RoleEnum.OWNER);
        say("invited", team.inviteMember(slug, owner, null).getData().getEmail());

        IssuedSecrets secrets = new ApiAccessApi(operator).enableApi(slug, null).getData();
        say("enabled", secrets.getAuthToken().startsWith("sg_"), secrets.getPrivateSalt().length() >= 32);

        IpWhitelistApi whitelist = new IpWhitelistApi(operator);
        NewEntries entries = new NewEntries()
                .addEntriesItem(new NewEntriesEntriesInner("127.0.0.1"))
                .addEntriesItem(new NewEntriesEntriesInner(new EntryBody().address("2001:db8::/32").label("office")));
        List<AddedEntriesEntry> added =
                whitelist.addWhitelistEntries(slug, entries, null).getData().getEntries();
        say("added", added.stream().map(entry -> entry.getAddress() + " " + entry.getResult()).toList());
        List<WhitelistDataEntry> listed = whitelist.getWhitelist(slug).getData().getEntries();
        say("listed", listed.stream().map(entry -> entry.getAddress() + " " + entry.getLabel()).toList());

        ApiClient caller = client(args[0], request -> request.header("X-Auth-Token", secrets.getAuthToken()));
        say("who", new WhoAmIApi(caller).whoAmI(null).getData().getAccount().getSlug().equals(slug));

        try {
            team.inviteMember(slug, owner.email("no address"), null);
        } catch (ApiException refused) {
            Problem problem = operator.getObjectMapper().readValue(refused.getResponseBody(), Problem.class);
            say("refused", refused.getCode(), problem.getMessages().get(0).getCode());
        }
        say("closed", accounts.closeAccount(slug).getData().getSlug());
    }

    private static ApiClient client(String address, Consumer<HttpRequest.Builder> credential) {
        ApiClient client = new ApiClient();
        client.updateBaseUri(address);
        client.setRequestInterceptor(credential);
        return client;
    }

    private static void say(Object... words) {
        System.out.println(List.of(words));
    }
}

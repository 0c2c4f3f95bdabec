package io.saltgate.api.answer;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.saltgate.accounts.Account;
import io.saltgate.api.schema.Field;
import io.saltgate.platform.web.JsonEnvelope.Complaint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the accounts of a call. */
public record AccountResults(
        @Field("In the order of the call.") List<Line> accounts) implements Data {

    /** What became of one of them. Its text has no link in it. */
    public record Line(
            @Field(value = "Your own id of it; null if the call has none that is a text.", example = "customer-4711")
            @Nullable
            String externalId,

            @Field(
                    value = "What was done.",
                    example = "created",
                    oneOf = {"created", "changed", "unchanged", "failed"})
            String result,

            @Field(value = "The account as it is now. Not if it failed.", sometimes = true)
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            AccountData account,

            @Field(
                    value = "The link with which the owner joins: works once, for seven days, and is given only here."
                            + " Only if one was invited, and isn't sent the link by mail.",
                    example = "https://saltgate.example.org/invitation/4f9c2e",
                    sometimes = true)
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            String invitationLink,

            @Field(value = "What stands against it. Only if it failed.", sometimes = true)
            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Nullable
            List<Fault> messages) {

        /** @param link null if nobody was invited, or the link was sent */
        public static Line done(String result, Account account, @Nullable String link) {
            return new Line(account.externalId(), result, AccountData.of(account), link, null);
        }

        public static Line failed(@Nullable String externalId, List<Complaint> complaints) {
            List<Fault> faults = complaints.stream()
                    .map(each -> new Fault(each.code(), each.message()))
                    .toList();
            return new Line(externalId, "failed", null, null, faults);
        }

        @Override
        public String toString() {
            return result + " " + externalId;
        }
    }

    /** What stands against one of them. */
    public record Fault(
            @Field(value = "A code, as in a refused call.", example = "name.invalid")
            String code,

            @Field(value = "The same for people, in English.", example = "name is one line of 1 to 100 characters")
            String message) {}
}

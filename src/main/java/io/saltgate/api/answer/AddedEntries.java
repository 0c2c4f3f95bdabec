package io.saltgate.api.answer;

import io.saltgate.api.schema.Field;
import io.saltgate.whitelist.Whitelists;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of the entries of a call. */
public record AddedEntries(
        @Field("In the order of the call.") List<Entry> entries) implements Data {

    /** An entry of the call. */
    public record Entry(
            @Field(value = "Its id.", example = "01890a5d-ac96-774b-bcce-b302099a8057")
            String id,

            @Field(value = "The address or range as it is stored.", example = "10.1.0.0/16")
            String address,

            @Field(
                    value = "Whether it is new.",
                    example = "added",
                    oneOf = {"added", "alreadyPresent"})
            String result,

            @Field(value = "A wider range on the list that contains it; null if there is none.", example = "10.0.0.0/8")
            @Nullable
            String coveredBy) {

        public static Entry of(Whitelists.Added added) {
            return new Entry(
                    added.id().toString(),
                    added.range().toString(),
                    added.result() == Whitelists.Result.NEW ? "added" : "alreadyPresent",
                    added.coveredBy().map(Object::toString).orElse(null));
        }
    }
}

package io.saltgate.users;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class EmailAddressPropertyTest {

    @Property
    void noTextThrowsAndWhatIsReadStaysAsItIs(@ForAll String text, @ForAll("nearly") String nearly) {
        for (String each : new String[] {text, nearly, nearly + text}) {
            EmailAddress.parse(each).ifPresent(email -> {
                assertThat(EmailAddress.parse(email.value())).contains(email);
                assertThat(EmailAddress.parse(" " + email + "\n")).contains(email);
                // It fits its column, and is one line without blanks or marks that make it read as another.
                assertThat(email.value().codePointCount(0, email.value().length()))
                        .isLessThanOrEqualTo(254);
                assertThat(email.value().chars())
                        .noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
                assertThat(email.value().codePoints())
                        .noneMatch(c -> Character.getType(c) == Character.FORMAT
                                || Character.getType(c) == Character.SURROGATE);
                assertThat(email.value().chars().filter(c -> c == '@')).hasSize(1);
            });
        }
    }

    @Provide
    Arbitrary<String> nearly() {
        Arbitrary<String> part = Arbitraries.oneOf(
                Arbitraries.strings()
                        .withChars("abcXYZ019.-+_'İıſΣςßéñ日\u202e\u0301 @<>,\t\n")
                        .ofMaxLength(12),
                Arbitraries.strings().alpha().ofMaxLength(70),
                Arbitraries.strings().ofMaxLength(8));
        return Combinators.combine(part, Arbitraries.of("@", "@", "@", "", "@@"), part)
                .as((local, at, domain) -> local + at + domain);
    }
}

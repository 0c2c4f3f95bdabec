package io.saltgate.audit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonalFieldsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            signed.in           | {"browser":"Firefox on Linux"}          | {"browser":"erased"}
            person.renamed      | {"before":"Meera R.","after":"Meera S."} | {"before":"erased","after":"erased"}
            passkey.renamed     | {"before":"Meera's phone","after":"Key"} | {"before":"erased","after":"erased"}
            member.invited      | {"role":"ADMIN","to":"meera@example.com"} | {"role":"ADMIN","to":"erased"}
            member.role.changed | {"from":"ADMIN","to":"OWNER"}            | {"from":"ADMIN","to":"OWNER"}
            whatever            | {"email":"erased"}                       | {"email":"erased"}
            """, quoteCharacter = '\0')
    void erasesNamesBrowsersAndAddressesAlone(String code, String parameters, String left) {
        assertThat(PersonalFields.without(code, parameters)).isEqualTo(left);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "null", "{\"a\":\"b\"", "\0"})
    void leavesNothingOfWhatIsNoObject(String parameters) {
        assertThat(PersonalFields.without("signed.in", parameters)).isEqualTo("{}");
    }

    @Test
    void leavesIdsAndErasesSubjectsWithAnAddress() {
        assertThat(PersonalFields.without("0190c0de-0000-7000-8000-000000000000"))
                .isEqualTo("0190c0de-0000-7000-8000-000000000000");
        assertThat(PersonalFields.without("meera@example.com")).isEqualTo(PersonalFields.ERASED);
    }
}

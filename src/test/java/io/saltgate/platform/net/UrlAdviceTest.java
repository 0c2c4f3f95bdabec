package io.saltgate.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.saltgate.platform.net.UrlAdvice.Place;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** C16: of a URL that is refused for a character, which one, and what to write instead. */
class UrlAdviceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://müller.example|“ü”|https://xn--mller-kva.example",
                "https://MÜLLER.example:8443/a?b=c|“Ü”|https://xn--mller-kva.example:8443/a?b=c",
                "https://mu\u0308ller.example/|U+0308 (combining diaeresis)|https://xn--mller-kva.example/",
                "https://例え.テスト/|“例”|https://xn--r8jz45g.xn--zckzah/",
                "https://müller.example/für|“ü”|https://xn--mller-kva.example/f%C3%BCr",
                // Cyrillic that looks like Latin: its ASCII form shows that it isn't.
                "https://р\u0430ypal.example/|“р”|https://xn--ypal-43d9g.example/"
            })
    void offersThePunycodeFormOfAHost(String typed, String character, String suggestion) {
        UrlAdvice advice = UrlAdvice.of(typed).orElseThrow();

        assertThat(advice.place()).isEqualTo(Place.HOST);
        assertThat(advice.character()).isEqualTo(character);
        assertThat(advice.suggestion()).contains(suggestion);
        assertThat(OutboundUrl.parse(suggestion)).isInstanceOf(OutboundUrl.Parsed.Ok.class);
    }

    /** IDNA 2003 maps these to another name than registries do, or lets through what no name can have. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://foo_bar.example.com|“_”",
                "https://faß.example/|“ß”",
                "https://βόλος.example/|“β”",
                "https://１２７.0.0.1/|“１”",
                "https://a。example/|“。”",
                "https://ⓔxample.example/|“ⓔ”",
                "https://a\u200db.example/|U+200D (zero width joiner)",
                "https://a\u200bb.example/|U+200B (zero width space)",
                "https://a\u00adb.example/|U+00AD (soft hyphen)",
                "https://a b.example/|U+0020 (space)",
                "https://müller_x.example/|“ü”",
                "https://-müller.example/|“ü”",
                "https://m%C3%BCller.example/|“%”",
                "https://a!b.example/|“!”"
            })
    void namesTheCharacterAndOffersNothingDoubtful(String typed, String character) {
        UrlAdvice advice = UrlAdvice.of(typed).orElseThrow();

        assertThat(advice.place()).isEqualTo(Place.HOST);
        assertThat(advice.character()).isEqualTo(character);
        assertThat(advice.suggestion()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "https://a.example/a b|U+0020 (space)|https://a.example/a%20b",
                "https://a.example/für?q=ö|“ü”|https://a.example/f%C3%BCr?q=%C3%B6",
                "https://a.example/?a[]=1|“[”|https://a.example/?a%5B%5D=1",
                "https://a.example/100%|“%”|https://a.example/100%25",
                "https://a.example/%zz%41|“%”|https://a.example/%25zz%41",
                "https://a.example/{id}|“{”|https://a.example/%7Bid%7D"
            })
    void offersPercentEscapesElsewhere(String typed, String character, String suggestion) {
        UrlAdvice advice = UrlAdvice.of(typed).orElseThrow();

        assertThat(advice.place()).isEqualTo(Place.REST);
        assertThat(advice.character()).isEqualTo(character);
        assertThat(advice.suggestion()).contains(suggestion);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"\u200bhttps://a.example/", "müller", "https://user@a b.example/", "https://a.example/\ud800"})
    void namesTheCharacterOfWhatCantBeTakenApart(String typed) {
        UrlAdvice advice = UrlAdvice.of(typed).orElseThrow();

        assertThat(advice.place()).isEqualTo(Place.REST);
        assertThat(advice.suggestion()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a..example/", "https://012.0.0.1/", "https://a.example./", "https://-a.example/"})
    void blamesNoCharacterWhereNoneIsToBlame(String typed) {
        assertThat(UrlAdvice.of(typed)).isEmpty();
    }
}

package io.saltgate.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class SlugPropertyTest {

    @Property
    void everyNameSuggestsOne(@ForAll String name) {
        Slug slug = Slug.suggestedBy(name);

        assertThat(Slug.parse(slug.value())).contains(slug);
        assertThat(Slug.suggestedBy(slug.value())).isEqualTo(slug);
    }

    @Property
    void noTextThrowsAndWhatIsReadIsSafeInAnAddress(@ForAll String text) {
        Slug.parse(text)
                .ifPresent(slug -> assertThat(slug.value()).isEqualTo(text).matches("[a-z0-9-]{1,40}"));
    }
}

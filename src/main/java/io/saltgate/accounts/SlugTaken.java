package io.saltgate.accounts;

/** Another account has or had this slug: none is ever given out again. */
public class SlugTaken extends RuleRefused {
    SlugTaken() {
        super("slug.taken");
    }
}

package io.saltgate.consolelinks;

/** The address of a page of the product that guests are led back to. {@link ReturnOrigins} allowed it. */
public final class ReturnUrl {

    private final String text;

    ReturnUrl(String text) {
        this.text = text;
    }

    @Override
    public String toString() {
        return text;
    }
}

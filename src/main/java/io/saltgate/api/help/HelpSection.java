package io.saltgate.api.help;

import java.util.Locale;

/**
 * A part of a page of the help that has an address of its own.
 *
 * @param page the page's title
 * @param path under the public address, with a fragment
 * @param text all of it but the title, without markup
 * @param lowerCase title and text, to search in
 */
record HelpSection(String page, String title, String path, String text, String lowerCase) {

    HelpSection(String page, String title, String path, String text) {
        this(page, title, path, text, (title + " " + text).toLowerCase(Locale.ROOT));
    }
}

package io.oncegate.web.console;

/** What the settings show. */
public record SettingsPage(SettingsForm form, Mistakes mistakes) {

}

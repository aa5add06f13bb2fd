package io.oncegate.web.console;

/** The contents of the settings page. */
public record SettingsPage(SettingsForm form, Mistakes mistakes) {

}

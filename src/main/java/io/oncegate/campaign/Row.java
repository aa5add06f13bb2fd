package io.oncegate.campaign;

import java.util.List;

import io.oncegate.link.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * A row of a campaign, to get a link.
 *
 * @param number its place in the campaign, from 1 on
 * @param cells what the owner sent, as it came
 * @param metadata a JSON object of the owner's own
 */
public record Row(int number, List<String> cells, @Nullable Recipient recipient, @Nullable String metadata) {

}

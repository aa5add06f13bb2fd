package io.oncegate.campaign;

import java.util.List;

import io.oncegate.link.Recipient;
import org.jspecify.annotations.Nullable;

/**
 * A row of a campaign, which gets a link.
 *
 * @param number its position in the campaign, from 1
 * @param cells the cells as sent by the owner
 * @param metadata a JSON object defined by the owner
 */
public record Row(int number, List<String> cells, @Nullable Recipient recipient, @Nullable String metadata) {

}

/**
 * Load for a gateway, and a check of its books afterwards.
 */
package io.oncegate.gatling;

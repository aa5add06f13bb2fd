/** Load tests of a gateway, with a check of its books afterwards. */
package io.oncegate.gatling;

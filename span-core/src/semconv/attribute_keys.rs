//! Names of attributes that instrumentation gives to a span where it starts:
//! <https://opentelemetry.io/docs/specs/semconv/registry/attributes/>.

use crate::AttributeKey;

/// `client.address`
pub const CLIENT_ADDRESS: AttributeKey = AttributeKey::new("client.address");
/// `db.collection.name`
pub const DB_COLLECTION_NAME: AttributeKey = AttributeKey::new("db.collection.name");
/// `db.namespace`
pub const DB_NAMESPACE: AttributeKey = AttributeKey::new("db.namespace");
/// `db.operation.batch.size`
pub const DB_OPERATION_BATCH_SIZE: AttributeKey = AttributeKey::new("db.operation.batch.size");
/// `db.operation.name`
pub const DB_OPERATION_NAME: AttributeKey = AttributeKey::new("db.operation.name");
/// `db.query.summary`
pub const DB_QUERY_SUMMARY: AttributeKey = AttributeKey::new("db.query.summary");
/// `db.query.text`
pub const DB_QUERY_TEXT: AttributeKey = AttributeKey::new("db.query.text");
/// `db.stored_procedure.name`
pub const DB_STORED_PROCEDURE_NAME: AttributeKey = AttributeKey::new("db.stored_procedure.name");
/// `db.system.name`
pub const DB_SYSTEM_NAME: AttributeKey = AttributeKey::new("db.system.name");
/// `http.request.method`
pub const HTTP_REQUEST_METHOD: AttributeKey = AttributeKey::new("http.request.method");
/// `http.request.method_original`
pub const HTTP_REQUEST_METHOD_ORIGINAL: AttributeKey =
    AttributeKey::new("http.request.method_original");
/// `http.response.status_code`
pub const HTTP_RESPONSE_STATUS_CODE: AttributeKey = AttributeKey::new("http.response.status_code");
/// `network.peer.address`
pub const NETWORK_PEER_ADDRESS: AttributeKey = AttributeKey::new("network.peer.address");
/// `network.peer.port`
pub const NETWORK_PEER_PORT: AttributeKey = AttributeKey::new("network.peer.port");
/// `network.protocol.version`
pub const NETWORK_PROTOCOL_VERSION: AttributeKey = AttributeKey::new("network.protocol.version");
/// `server.address`
pub const SERVER_ADDRESS: AttributeKey = AttributeKey::new("server.address");
/// `server.port`
pub const SERVER_PORT: AttributeKey = AttributeKey::new("server.port");
/// `swoole.worker.id`, of our own: the conventions have nothing for it.
pub const SWOOLE_WORKER_ID: AttributeKey = AttributeKey::new("swoole.worker.id");
/// `url.path`
pub const URL_PATH: AttributeKey = AttributeKey::new("url.path");
/// `url.query`
pub const URL_QUERY: AttributeKey = AttributeKey::new("url.query");
/// `url.scheme`
pub const URL_SCHEME: AttributeKey = AttributeKey::new("url.scheme");
/// `user_agent.original`
pub const USER_AGENT_ORIGINAL: AttributeKey = AttributeKey::new("user_agent.original");

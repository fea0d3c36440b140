// Imported first by every command: the AWS SDK would print a warning on each Node version whose support is to end.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

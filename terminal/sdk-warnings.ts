// Imported first by every command: the AWS SDK warns of each Node that it will leave one day, and commands have other things to say.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = 'true';

module.exports = { title: 'Boilers', lang: 'en-GB' }
